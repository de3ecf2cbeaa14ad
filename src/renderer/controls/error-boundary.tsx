import { Component, type ReactNode } from 'react';

/** Shows a message in place of a part that threw an error, so that the rest of the window works on. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly message: string | null }
> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <div className="stage-wait" role="alert">
        This part of the window failed: {message}
      </div>
    );
  }
}
