import { getMetadataStorage, ValidationTypes } from 'class-validator';

interface Rule {
  property: string;
  /** All must hold for the property to be looked at: it is optional, or depends on another. */
  conditions: ((object: object, value: unknown) => boolean)[];
  checks: ((object: object, value: unknown) => boolean)[];
  /** Whether there are rules of a kind that only the library knows to apply. */
  more: boolean;
}

interface Plan {
  rules: Rule[];
  properties: ReadonlySet<string>;
}

const plans = new WeakMap<object, Plan>(); // process-wide: rules of the program's own classes

/**
 * Whether an instance of an input class has no fault: the same checks of the same decorators, found once a class instead of
 * at every use, and without room for the errors that nearly no input has. Only a yes is final. After a no the library looks: it
 * says what is wrong, and knows nested inputs and properties that are to be stripped, for which this says no.
 */
export function surelyValid(input: object): boolean {
  const { rules, properties } = planOf(input.constructor);
  for (const name of Object.keys(input)) if (!properties.has(name)) return false;
  for (const { property, conditions, checks, more } of rules) {
    const value = (input as Record<string, unknown>)[property];
    if (!conditions.every((holds) => holds(input, value))) continue;
    if (more && value !== undefined) return false;
    if (!checks.every((check) => check(input, value))) return false;
  }
  return true;
}

function planOf(type: object): Plan {
  const known = plans.get(type);
  if (known) return known;
  const storage = getMetadataStorage();
  const rules = new Map<string, Rule>();
  for (const metadata of storage.getTargetValidationMetadatas(type as never, '', false, false)) {
    const { propertyName: property, type: kind, constraints, each } = metadata;
    const rule = rules.get(property) ?? { property, conditions: [], checks: [], more: false };
    rules.set(property, rule);
    if (kind === ValidationTypes.CONDITIONAL_VALIDATION) rule.conditions.push(constraints[0] as Rule['conditions'][0]);
    else if (kind !== ValidationTypes.CUSTOM_VALIDATION || metadata.validateIf) rule.more = true;
    else
      for (const { instance } of storage.getTargetValidatorConstraints(metadata.constraintCls))
        rule.checks.push((object, value) => {
          const about = { targetName: type.constructor.name, property, object, value, constraints };
          // A promise is not a yes.
          if (!each || !(Array.isArray(value) || value instanceof Set || value instanceof Map))
            return instance.validate(value, about) === true;
          return [...(value as unknown[])].every((one) => instance.validate(one, about) === true);
        });
  }
  const plan = { rules: [...rules.values()], properties: new Set(rules.keys()) };
  plans.set(type, plan);
  return plan;
}
