declare module 'autocannon' {
  namespace autocannon {
    interface Request {
      method?: string;
      path?: string;
      headers?: Record<string, string>;
      body?: string;
    }
    interface Result {
      latency: { p50: number; p97_5: number };
      duration: number;
      errors: number;
      non2xx: number;
      '2xx': number;
    }
    interface Client {
      setRequests(requests: Request[]): void;
    }
  }
  function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    sampleInt?: number;
    setupClient?: (client: autocannon.Client) => void;
  }): Promise<autocannon.Result>;
  export = autocannon;
}
