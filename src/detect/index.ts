export { detect, type Detection, type DetectRequest } from './detect.ts'
