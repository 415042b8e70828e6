export interface PostgresServer {
  /** Address of the superuser. */
  url: string;
  port: number;
  dataDir: string;
  stop(): Promise<void>;
}
export interface PostgresOptions {
  dataDir: string;
  port?: number;
  database?: string;
  settings?: Record<string, string>;
  forTests?: boolean;
  onProgress?: (line: string) => void;
}
export function startPostgres(options: PostgresOptions): Promise<PostgresServer>;
export function runningServer(dataDir: string, database?: string): string | undefined;
export function readConnection(dataDir: string): { port?: number; password?: string; dataDir: string } | undefined;
export function freePort(): Promise<number>;
