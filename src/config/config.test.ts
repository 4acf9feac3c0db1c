import assert from 'node:assert/strict'
import { isAbsolute } from 'node:path'
import { describe, test } from 'node:test'
import { throttleProfiles } from '../http/throttle.ts'
import { certificateHosts, type Environment, loadConfig, originFor } from './config.ts'
import { parseThrottle } from './parse-throttle.ts'
import { settings } from './settings.ts'

const problemsOf = (environment: Environment): readonly string[] => {
  try {
    loadConfig(environment)
    return []
  } catch (error) {
    return error instanceof Error ? error.message.split('\n- ').slice(1) : ['not an error']
  }
}

describe('loadConfig', () => {
  test('needs nothing: the defaults are a working installation on localhost', () => {
    const config = loadConfig({})
    assert.equal(config.port, 8443)
    assert.equal(config.host, 'localhost')
    assert.equal(config.throttle.name, 'reference')
    assert.equal(config.contentType, 'strict')
    assert.equal(config.bodyBytesMax, 4 * 1024 * 1024)
    assert.ok(isAbsolute(config.dataDirectory))
    assert.equal(originFor(config, 8443), 'https://localhost:8443')
  })

  test('what other issuers and workloads need is off until it is set', () => {
    assert.deepEqual(loadConfig({}).clients, {
      assertionAudiences: [],
      assertionReplay: 'allow',
      privateIssuers: [],
      issuerCaPath: null,
      trustedIssuersPath: null,
      managedIdentityPort: null,
    })
    const { clients } = loadConfig({
      ENTRAIN_ASSERTION_AUDIENCES: 'https://login.microsoftonline.com, urn:x',
      ENTRAIN_PRIVATE_ISSUERS: 'Cluster.fabrikam.example,localhost',
      ENTRAIN_TRUSTED_ISSUERS: 'issuers.json',
      ENTRAIN_MANAGED_IDENTITY_PORT: '8444',
    })
    assert.deepEqual(clients.assertionAudiences, ['https://login.microsoftonline.com', 'urn:x'])
    assert.deepEqual(clients.privateIssuers, ['cluster.fabrikam.example', 'localhost'])
    assert.ok(isAbsolute(clients.trustedIssuersPath ?? ''))
    assert.equal(clients.managedIdentityPort, 8444)
    assert.match(String(problemsOf({ ENTRAIN_MANAGED_IDENTITY_PORT: 'x' })), /MANAGED_IDENTITY_PORT must be a whole/)
  })

  test('every default parses', () => {
    for (const { defaultText, parse } of Object.values(settings)) assert.doesNotThrow(() => parse(defaultText))
  })

  test('an override wins over the environment, and a blank variable counts as absent', () => {
    const config = loadConfig({ ENTRAIN_PORT: '9000', ENTRAIN_LOG_LEVEL: ' ' }, { port: '0' })
    assert.equal(config.port, 0)
    assert.equal(config.logLevel, 'info')
  })

  test('says all that is wrong at once', () => {
    const problems = problemsOf({
      ENTRAIN_PORT: '70000',
      ENTRAIN_LOG_LEVEL: 'loud',
      ENTRAIN_CONTENT_TYPE: 'maybe',
      ENTRAIN_HTTP: 'perhaps',
      ENTRAIN_BODY_BYTES_MAX: '-1',
      ENTRAIN_THROTTLE: 'often',
      ENTRAIN_HOST: 'a b',
    })
    const names = ['HOST', 'HTTP', 'PORT', 'THROTTLE', 'CONTENT_TYPE', 'LOG_LEVEL', 'BODY_BYTES_MAX']
    assert.deepEqual(
      problems.map((problem) => problem.split(' ')[0]),
      names.map((name) => `ENTRAIN_${name}`),
    )
  })

  for (const [environment, problem] of [
    [{ ENTRAIN_ORIGIN: 'https://x.example/path' }, /scheme, host and port only/],
    [{ ENTRAIN_ORIGIN: 'x.example' }, /scheme, host and port only/],
    [{ ENTRAIN_ORIGIN: 'https://u:p@x.example' }, /scheme, host and port only/],
    [{ ENTRAIN_ORIGIN: 'http://localhost:8443' }, /must begin with https/],
    [{ ENTRAIN_ORIGIN: 'http://x.example', ENTRAIN_HTTP: '1' }, /loopback host only/],
    [{ ENTRAIN_HTTP: '1', ENTRAIN_HOST: 'x.example' }, /loopback ENTRAIN_HOST only/],
    [{ ENTRAIN_HOST: '0.0.0.0' }, /must be set when ENTRAIN_HOST is 0\.0\.0\.0/],
    [{ ENTRAIN_TLS_CERT: 'a.pem' }, /must be set together/],
    [{ ENTRAIN_TLS_CERT: 'a.pem', ENTRAIN_TLS_KEY: 'b.pem', ENTRAIN_HTTP: '1' }, /no use/],
  ] as const) {
    test(`refuses ${JSON.stringify(environment)}`, () => {
      const problems = problemsOf(environment)
      assert.equal(problems.length, 1)
      assert.match(problems[0] ?? '', problem)
    })
  }

  test('plain HTTP on loopback may stand behind a proxy that speaks https', () => {
    const config = loadConfig({ ENTRAIN_HTTP: 'true', ENTRAIN_ORIGIN: 'https://id.fabrikam.example:443/' })
    assert.equal(originFor(config, 8443), 'https://id.fabrikam.example')
  })

  test('the origin follows from host and port', () => {
    assert.equal(originFor(loadConfig({ ENTRAIN_HOST: '127.0.0.1', ENTRAIN_HTTP: '1' }), 5000), 'http://localhost:5000')
    assert.equal(originFor(loadConfig({ ENTRAIN_HOST: 'ID.Fabrikam.example' }), 443), 'https://id.fabrikam.example')
    assert.equal(originFor(loadConfig({ ENTRAIN_HOST: '2001:db8::1' }), 8443), 'https://[2001:db8::1]:8443')
  })

  test('the certificate carries the host that is listened on and the one of the origin', () => {
    const config = loadConfig({ ENTRAIN_HOST: '0.0.0.0', ENTRAIN_ORIGIN: 'https://id.fabrikam.example' })
    assert.deepEqual(certificateHosts(config), ['id.fabrikam.example'])
    assert.deepEqual(certificateHosts(loadConfig({})), ['localhost'])
  })
})

describe('parseThrottle', () => {
  const unlimited = { bulkUpload: null, reports: null, provisionOnDemand: null, directory: null }

  test('knows the profiles by name', () => {
    assert.deepEqual(parseThrottle('Service-2025').profile, throttleProfiles['service-2025'])
    assert.deepEqual(parseThrottle('off').profile, unlimited)
  })

  test('reads numbers; what is not named is not limited', () => {
    const window = { requests: 100, windowMs: 1_000, perDay: null }
    assert.deepEqual(parseThrottle('100/s').profile, { ...unlimited, bulkUpload: window })
    assert.deepEqual(parseThrottle('100/1s, 5000/day').profile.bulkUpload, { ...window, perDay: 5000 })
    assert.deepEqual(parseThrottle('reports:5/250ms').profile, {
      ...unlimited,
      reports: { requests: 5, windowMs: 250, perDay: null },
    })
    assert.equal(parseThrottle('7/day').profile.bulkUpload?.perDay, 7)
  })

  test('reads units and writes of directory objects, the same for tenants of every size', () => {
    const units = { units: 99_999, windowMs: 10_000 }
    const writes = { units: 3_000, windowMs: 150_000 }
    const others = { application: null, tenantWrites: null }
    assert.deepEqual(parseThrottle('units:99999/10s').profile, {
      ...unlimited,
      directory: { ...others, bySize: [units, units, units], writes: null },
    })
    assert.deepEqual(parseThrottle('writes:3000/150s').profile.directory, { ...others, bySize: null, writes })
  })

  test('refuses what it cannot read, by naming what it could', () => {
    for (const text of ['0/1s', '40', '40/1h', '40/1s,', 'reports:5/day', '2/3day', '99999999/1s', '1/0s', '-1/1s']) {
      assert.throws(() => parseThrottle(text), /must be one of reference, service-2025/)
    }
  })
})
