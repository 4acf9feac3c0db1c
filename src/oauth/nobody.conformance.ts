import { createPeopleDoor } from './people-door.ts'

/** For tests of applications alone: whoever tries to sign in fails the test. */
export const nobodySignsIn = createPeopleDoor({
  tenants: { find: async () => undefined, list: async () => [] },
  peopleOf: () => {
    throw new Error('nobody signs in here')
  },
  rules: { renewalMsMax: 0, userConsent: 'none' },
  addresses: { isBlocked: () => false, failed() {} },
  authenticate: () => Promise.reject(new Error('nobody calls here')),
  clock: { now: Date.now },
})
