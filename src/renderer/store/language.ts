import { type Language, languageOf } from '../../model/languages/index.ts';
import { useUi } from './ui-store.ts';

/** What the language of the program that is shown calls things. */
export const useLanguage = (): Language => languageOf(useUi((state) => state.status?.runtime ?? ''));
