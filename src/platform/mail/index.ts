export { type Mail, openMail } from './mail.ts'
export { noticeEndpoints } from './notices.routes.ts'
export { sendNotices } from './notices.ts'
