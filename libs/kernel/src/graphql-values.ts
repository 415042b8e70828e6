import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

function literal(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, literal(field.value)]));
    case Kind.LIST:
      return node.values.map(literal);
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    default:
      return null;
  }
}

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

function texts(value: unknown): Record<string, string> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new GraphQLError('Texts must be an object such as {"ko": "…", "en": "…"}');
  const entries = Object.entries(value);
  if (entries.length > 30 || entries.some(([locale, text]) => !LANGUAGE.test(locale) || typeof text !== 'string'))
    throw new GraphQLError('Texts must map languages to texts');
  return Object.fromEntries(entries);
}

/** One text in several languages, as it is stored; forms that edit it need all of them. */
export const Texts = new GraphQLScalarType({
  name: 'Texts',
  description: 'One text in several languages: {"ko": "…", "en": "…"}.',
  serialize: (value) => value ?? {},
  parseValue: texts,
  parseLiteral: (node) => texts(literal(node)),
});

/** A value whose form is described elsewhere: settings by their schema, designs by theirs. */
export const Json = new GraphQLScalarType({
  name: 'Json',
  description: 'A JSON value; the field says what form it has.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: literal,
});
