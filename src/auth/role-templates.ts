/** Directory roles by display name, and their template ids (the same in every tenant; claim `wids` of a user's token). */
export const roleTemplates = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Application Administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'Application Developer': 'cf1c38e5-3621-4004-a7cb-879624dced7c',
  'Attribute Assignment Administrator': '58a13ea3-c632-46ae-9ee0-9c0d43cd7f3d',
  'Attribute Assignment Reader': 'ffd52fa5-98dc-465c-991d-fc073eb59f8f',
  'Attribute Definition Administrator': '8424c6f0-a189-499e-bbd0-26c1753c96d4',
  'Attribute Definition Reader': '1d336d2c-4ae8-42ef-9711-b3604ce3fc2c',
  'Attribute Log Administrator': '5b784334-f94b-471a-a387-e7219fc49ca2',
  'Attribute Log Reader': '9c99539d-8186-4804-835f-fd51ef9e2dcd',
  'Attribute Provisioning Administrator': 'ecb2c6bf-0ab6-418e-bd87-7986f8d63bbe',
  'Attribute Provisioning Reader': '422218e4-db15-4ef9-bbe0-8afb41546d79',
  'Authentication Administrator': 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
  'Directory Readers': '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  'Directory Synchronization Accounts': 'd29b2b05-8046-44ba-8758-1e26182fcf32',
  'Directory Writers': '9360feb5-f418-4baa-8175-e2a00bac4301',
  'Domain Name Administrator': '8329153b-31d0-4727-b945-745eb3bc5f31',
  'Global Reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'Groups Administrator': 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  'Helpdesk Administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  'Hybrid Identity Administrator': '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
  'Identity Governance Administrator': '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e',
  'License Administrator': '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'Lifecycle Workflows Administrator': '59d46f88-662b-457b-bceb-5c3809e5908f',
  'Password Administrator': '966707d0-3269-4727-9be2-8c3a10f19b9d',
  'Privileged Authentication Administrator': '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'Reports Reader': '4a5d8f65-41da-4de4-8968-e035b65339cf',
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Security Operator': '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
} as const satisfies Record<string, string>

export type RoleName = keyof typeof roleTemplates

export function isRoleName(name: string): name is RoleName {
  return Object.hasOwn(roleTemplates, name)
}
