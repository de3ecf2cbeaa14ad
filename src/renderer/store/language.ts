import { type Language, languageOf } from '../../model/languages/index.ts';
import { useUi } from './ui-store.ts';

/** The language of the program that is shown, with its names for things. */
export const useLanguage = (): Language => languageOf(useUi((state) => state.status?.runtime ?? ''));
