import { describe, expect, test } from 'vitest'
import { BadInput } from '#platform/errors'
import { parseConfig } from './index.ts'

describe('a variable of the environment that is no use', () => {
  test.each([
    ['ASYLIA_PORT', 'abc', "'abc', expected a whole number from 0 to 65535"],
    ['ASYLIA_PORT', '70000', "'70000', expected a whole number from 0 to 65535"],
    ['ASYLIA_PORT', '80.5', "'80.5', expected a whole number from 0 to 65535"],
    ['ASYLIA_PUBLIC_URL', 'ftp://x', "'ftp://x', expected an address such as https://asylia.example.org"],
    ['ASYLIA_CORPUS_MEMORY', '4G', "'4G', expected GiB from 1 to 1024"],
    ['ASYLIA_OIDC_ISSUER', 'login', "'login', expected an address such as https://login.example.org"],
  ])('%s=%s is told with what was found and expected', (name, value, told) => {
    expect(() => parseConfig({ [name]: value })).toThrow(
      new BadInput(`environment variable ${name}: found ${told}`),
    )
  })

  test.each([
    ['DATABASE_URL', 'mysql://asylia:hunter2@db/asylia'],
    ['DATABASE_URL', 'hunter2'],
    ['CLICKHOUSE_URL', 'tcp://asylia:hunter2@events'],
    ['ASYLIA_PUBLIC_URL', 'ftp://someone:hunter2@host'],
  ])('%s=%s never shows its password', (name, value) => {
    let message = ''
    try {
      parseConfig({ [name]: value })
    } catch (error) {
      expect(error).toBeInstanceOf(BadInput)
      message = (error as BadInput).message
    }
    expect(message).toContain(`environment variable ${name}: found `)
    if (name !== 'ASYLIA_PUBLIC_URL')
      expect(message).toContain('found a value that is not an address such as')
    expect(message).not.toContain('hunter2')
  })
})

test('good values are taken, empty ones count as not set', () => {
  expect(parseConfig({ ASYLIA_PORT: '0', DATABASE_URL: '' })).toMatchObject({
    port: 0,
    databaseUrl: undefined,
    publicUrl: 'http://localhost:0',
  })
})
