import 'reflect-metadata';

const JOBS = Symbol('madang:jobs');

/** What a job method is called with: its payload; tenant and unit of work are in the context. */
export interface JobSpec {
  topic: string;
  method: string;
  /** Cron expression in UTC: runs once for every active tenant. */
  every?: string;
  /** Runs outside a unit of work, because it talks to the network; opens short units itself. */
  free?: boolean;
  retries?: number;
}

/** Marks a method as the worker of a topic (or of a schedule). It must be safe to run twice. */
export function Job(topic: string, options: Omit<JobSpec, 'topic' | 'method'> = {}): MethodDecorator {
  return (target, method) => {
    const specs = (Reflect.getOwnMetadata(JOBS, target.constructor) as JobSpec[] | undefined) ?? [];
    specs.push({ topic, method: String(method), ...options });
    Reflect.defineMetadata(JOBS, specs, target.constructor);
  };
}

/** The job methods of a class. */
export const jobsOf = (type: object): JobSpec[] => (Reflect.getOwnMetadata(JOBS, type) as JobSpec[] | undefined) ?? [];
