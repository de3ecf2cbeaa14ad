import { ArrowLeft, ArrowRight } from 'lucide-react';
import { CommandButton } from '../../commands/command-button.tsx';
import { currentWalk } from '../../store/chain.ts';
import { useUi } from '../../store/ui-store.ts';
import { Sentence } from '../sentence.tsx';

/** Buttons that walk along the chain of cause and effect, and where the last step led, or why there was none. */
export function ChainLine() {
  const words = useUi((state) => currentWalk(state)?.last.words ?? null);
  return (
    <div className="chain">
      <fieldset className="chain-steps" aria-label="Chain of cause">
        <CommandButton id="chain-back" icon={ArrowLeft} look="outlined" />
        <CommandButton id="chain-forth" icon={ArrowRight} look="outlined" />
      </fieldset>
      <p className="chain-words" role="status">
        {words === null ? 'what woke it, what it woke' : <Sentence text={words} />}
      </p>
    </div>
  );
}
