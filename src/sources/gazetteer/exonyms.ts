import { placeKey } from './place-key.ts'

/**
 * What large towns are called in their own and in the neighbours' languages, where GeoNames' one name is another.
 * country, GeoNames' name: other names. Each target is tested to exist.
 */
const names = `
AUT Vienna: Wien, Vienne, Viena, فيينا
BEL Brussels: Bruxelles, Brussel, Bruselas, بروكسل
BGR Sofia: София
BIH Sarajevo: Сарајево
CHE Geneva: Genève, Genf, Ginebra, جنيف
CHN Beijing: Peking, Pékin, Pekín, 北京, بكين
CHN Guangzhou: Canton
CYP Nicosia: Nicosie, Λευκωσία, Lefkosia, نيقوسيا
CZE Prague: Praha, Praga
DEU Munich: München, Muenchen, Múnich
DEU Köln: Cologne, Colonia, Koeln
DEU Nuremberg: Nürnberg, Nuernberg
DNK Copenhagen: København, Copenhague
DZA Algiers: Alger, Argel, الجزائر العاصمة
EGY Cairo: القاهرة, Le Caire, El Cairo
EGY Alexandria: الإسكندرية, Alexandrie
ETH Addis Ababa: Addis Abeba, Addis Abäba
GBR London: Londres, لندن
GRC Athens: Athina, Αθήνα, Athènes, Atenas, أثينا
GRC Thessaloníki: Salonica, Salonika, Θεσσαλονίκη
GRC Irákleion: Heraklion, Iraklio, Ηράκλειο
IND Mumbai: Bombay
IND Kolkata: Calcutta
IRQ Baghdad: بغداد, Bagdad
IRQ Basrah: Basra, البصرة
ISR Jerusalem: القدس, Jérusalem, Jerusalén
ITA Rome: Roma, روما
ITA Milan: Milano, Milán
ITA Naples: Napoli, Nápoles
ITA Turin: Torino
ITA Florence: Firenze, Florencia
ITA Venice: Venezia, Venise, Venecia
ITA Genoa: Genova, Gênes
JOR Amman: عمان, عمّان
KWT Kuwait City: مدينة الكويت, Koweït
LBN Beirut: بيروت, Beyrouth
LBY Tripoli: Trípoli
MAR Casablanca: الدار البيضاء
MAR Rabat: الرباط
MMR Yangon: Rangoon
NLD The Hague: Den Haag, 's-Gravenhage, La Haye
POL Warsaw: Warszawa, Varsovie, Varsovia
PRT Lisbon: Lisboa, Lisbonne, لشبونة
QAT Doha: الدوحة
ROU Bucharest: București, Bucarest
RUS Moscow: Moskva, Москва, Moscou, Moscú, موسكو
RUS Saint Petersburg: Санкт-Петербург, Sankt-Peterburg
SAU Riyadh: الرياض, Riad
SAU Jeddah: جدة, Djeddah
SDN Khartoum: الخرطوم, Jartum
SRB Belgrade: Beograd, Београд, Belgrado
SYR Damascus: دمشق, Damas
SYR Aleppo: حلب, Alep
TUN Tunis: تونس العاصمة
TUR Istanbul: İstanbul, إسطنبول, Estambul
ARE Dubai: دبي, Dubaï
ARE Abu Dhabi: أبوظبي, أبو ظبي
UKR Kyiv: Kiev, Київ, Киев, كييف
UKR Odesa: Odessa, Одеса
UKR Kharkiv: Kharkov, Харків
UKR Lviv: Lvov, Львів
VNM Ho Chi Minh City: Saigon
YEM Sanaa: صنعاء
`

export type Exonym = { country: string; key: string }

/** Key of a name as it is written → the country and the key of GeoNames' name. */
export const exonyms: ReadonlyMap<string, Exonym> = new Map(
  names
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [target = '', others = ''] = line.split(':')
      const exonym = { country: target.slice(0, 3), key: placeKey(target.slice(4)) }
      const keys = new Set(others.split(',').map(placeKey))
      // 'Múnich' is 'Munich' already once its accent is gone.
      keys.delete(exonym.key)
      return [...keys].map((key) => [key, exonym] as const)
    }),
)
