// These styles come first, so that the styles of the parts override them.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { main } from './bridge.ts';
import { keepMenuMarked } from './commands/marks.ts';
import { keepDifferenceFresh } from './session/comparison.ts';
import { listenToMain } from './session/session.ts';
import { listenForPorts } from './session/session-ports.ts';
import { keepElastic } from './store/elastic.ts';
import { keepMarksLoaded } from './store/marks.ts';
import { keepMomentFresh } from './store/playhead.ts';
import { keepDetailsFresh } from './store/selection.ts';
import { keepTheme } from './store/settings/theme.ts';
import { useUi } from './store/ui-store.ts';

listenForPorts();
listenToMain();
keepTheme();
keepDetailsFresh();
keepMomentFresh();
keepMarksLoaded();
keepElastic();
keepMenuMarked();
keepDifferenceFresh();
useUi.setState({ app: await main.getState() });

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
