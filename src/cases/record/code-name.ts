import { randomInt } from 'node:crypto'

// Plain things of nature, easy to say and spell on a bad line; none is a name people commonly bear.
const WORDS =
  'acorn alder amber aspen badger barley basalt beech birch bracken bramble brook cedar chalk clover cobalt comet coral cricket crocus delta dune ember falcon fennel fern finch flint fjord garnet ginger glacier granite gravel harbour hazelnut heron hornet ibis indigo island juniper kelp kestrel lagoon larch lichen linden lupin magnet mallow maple marble meadow mint moss nettle nutmeg oak obsidian ochre orchard osprey otter owl pebble pepper pine plover plum poplar prairie quartz quince raven reed river robin rowan saffron salmon sandstone sequoia shale slate sorrel sparrow spruce starling stork sumac swallow tamarind teal tern thicket thistle thrush thyme tulip tundra turnip umber vanilla vetch walnut waterfall wheat willow woodland wren yarrow zinc'.split(
    ' ',
  )

/** A case's code: a word and four digits (`heron-4821`), or six: says nothing of the person and survives a bad line. */
export function newCaseCode(digits: 4 | 6 = 4): string {
  const least = 10 ** (digits - 1)
  return `${WORDS[randomInt(WORDS.length)]}-${randomInt(least, 10 * least)}`
}

/** A person's code name within a case: a word with a capital. */
export function newCodeName(): string {
  const word = WORDS[randomInt(WORDS.length)]!
  return word[0]!.toUpperCase() + word.slice(1)
}
