export { countryOf, isCountryCode } from './countries.ts'
export { Gazetteer, openGazetteer, type ResolvedPlace, type UnresolvedPlace } from './gazetteer.ts'
export { placeKey } from './place-key.ts'
