/** The languages of labs' texts for people. */
export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]
