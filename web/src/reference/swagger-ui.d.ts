/** What the API reference uses of Swagger UI, whose package has no types. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  /** A request that is about to be sent. */
  interface SwaggerRequest {
    headers: Record<string, string>;
    userFetch?: typeof fetch;
  }

  type Component = (props: {
    readonly getComponent: (name: string, isContainer: boolean) => Component;
    readonly text: string;
  }) => unknown;

  type CreateElement = (type: string | Component, props?: object, ...children: unknown[]) => unknown;

  export type SwaggerPlugin = (system: { readonly React: { readonly createElement: CreateElement } }) => {
    readonly components: Readonly<Record<string, Component>>;
    readonly wrapComponents: Readonly<Record<string, (original: Component) => Component>>;
  };

  interface SwaggerOptions {
    readonly spec: object;
    readonly domNode: Element;
    readonly layout: string;
    readonly plugins: readonly SwaggerPlugin[];
    readonly deepLinking: boolean;
    readonly syntaxHighlight: { readonly activated: boolean };
    readonly docExpansion: 'list';
    readonly defaultModelsExpandDepth: number;
    readonly requestInterceptor: (request: SwaggerRequest) => SwaggerRequest;
  }

  export default function SwaggerUI(options: SwaggerOptions): unknown;
}
