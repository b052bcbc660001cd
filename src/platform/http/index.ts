export { endpoint, type Call, type Endpoint, type RouteAccess } from './endpoint.ts'
