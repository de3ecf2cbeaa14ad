// Notes where statements begin whose first name V8 would report at the statement: see reading/told.ts.

import type * as walk from 'acorn-walk';
import type { Body } from './body.ts';
import type { Told } from './reading/told.ts';

/** For statements in which nothing else is marked. */
export const toldStatements = (told: Told): walk.RecursiveVisitors<Body> => ({
  IfStatement: (node, body, visit) => {
    told.begins(node.test, node.start);
    visit(node.test, body);
    visit(node.consequent, body);
    if (node.alternate) visit(node.alternate, body);
  },

  SwitchStatement: (node, body, visit) => {
    told.begins(node.discriminant, node.start);
    visit(node.discriminant, body);
    for (const each of node.cases) visit(each, body);
  },

  ThrowStatement: (node, body, visit) => {
    told.begins(node.argument, node.start);
    visit(node.argument, body);
  },

  WhileStatement: (node, body, visit) => {
    told.headBegins(node.test);
    visit(node.test, body);
    visit(node.body, body);
  },

  DoWhileStatement: (node, body, visit) => {
    told.headBegins(node.test);
    visit(node.body, body);
    visit(node.test, body);
  },

  ForInStatement: (node, body, visit) => {
    told.headBegins(node.right);
    visit(node.left, body);
    visit(node.right, body);
    visit(node.body, body);
  },

  SequenceExpression: ({ expressions }, body, visit) => {
    expressions.forEach((each, index) => {
      if (index > 0) told.headBegins(each);
      visit(each, body);
    });
  },
});
