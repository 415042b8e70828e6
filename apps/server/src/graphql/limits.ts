import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** Selections inside selections; enough for a proposal with its answer, too little for a loop. */
const DEEPEST = 10;
/** Rows an operation may ask for in all: each connection multiplies what is asked below it. */
const DEAREST = 5000;
const MOST_FIELDS = 500;
/** Selections looked at, spreads included: fragments that hold nothing but spreads multiply without a field. */
const MOST_STEPS = 2000;
/** Whole descriptions of the schema, or of a type, in one operation. */
const MOST_DESCRIPTIONS = 3;

interface Weight {
  depth: number;
  fields: number;
  steps: number;
  /** Times the schema is asked to describe itself. */
  descriptions: number;
  /** Parts of a description asked for several times under names of their own. */
  repeats: number;
  cost: number;
}

/** Refuses operations that are too deep, too wide or ask for too many rows, before anything runs. */
export function operationLimits(context: ValidationContext): ASTVisitor {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of context.getDocument().definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);

  const weigh = (
    set: SelectionSetNode | undefined,
    depth: number,
    times: number,
    open: readonly string[],
    sum: Weight,
    described = false,
  ): void => {
    sum.depth = Math.max(sum.depth, depth);
    for (const selection of set?.selections ?? []) {
      // A document made to be expensive must not be expensive to refuse.
      sum.steps += 1;
      if (sum.steps > MOST_STEPS || sum.fields > MOST_FIELDS || sum.depth > DEEPEST + 5) return;
      if (selection.kind === Kind.FIELD) {
        sum.fields += 1;
        const name = selection.name.value;
        const describes = name === '__schema' || name === '__type';
        if (describes) sum.descriptions += 1;
        else if (described && selection.alias) sum.repeats += 1;
        const rows = times * rowsOf(selection);
        sum.cost += selection.selectionSet ? rows : 0;
        weigh(
          selection.selectionSet,
          selection.selectionSet ? depth + 1 : depth,
          rows,
          open,
          sum,
          described || describes,
        );
      } else if (selection.kind === Kind.INLINE_FRAGMENT)
        weigh(selection.selectionSet, depth, times, open, sum, described);
      else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (fragment && !open.includes(name))
          weigh(fragment.selectionSet, depth, times, [...open, name], sum, described);
      }
    }
  };

  return {
    OperationDefinition(node) {
      const introspects = node.selectionSet.selections.every(
        (s) => s.kind === Kind.FIELD && s.name.value.startsWith('__'),
      );
      const sum: Weight = { depth: 0, fields: 0, steps: 0, descriptions: 0, repeats: 0, cost: 0 };
      weigh(node.selectionSet, 0, 1, [], sum);
      const refuse = (code: string): void =>
        context.reportError(new GraphQLError(`errors.${code}`, { nodes: [node], extensions: { code } }));
      // The schema is deeper than what people ask of it; it is bounded by what it describes.
      if (sum.depth > (introspects ? DEEPEST + 5 : DEEPEST)) refuse('query_too_deep');
      else if (
        sum.steps > MOST_STEPS ||
        sum.fields > MOST_FIELDS ||
        sum.descriptions > MOST_DESCRIPTIONS ||
        sum.repeats > 0 ||
        sum.cost > (introspects ? Infinity : DEAREST)
      )
        refuse('query_too_dear');
    },
  };
}

function rowsOf(field: FieldNode): number {
  const first = field.arguments?.find((argument) => argument.name.value === 'first');
  if (!first) return 1;
  // A variable could be anything up to the limit.
  return first.value.kind === Kind.INT ? Math.max(1, Number(first.value.value)) : 100;
}
