/// The operator API under /api/v1: submit, ask, wait, list, create tokens. Start at `OperatorApi`.
@NullMarked
package dev.perigee.server.operator;

import org.jspecify.annotations.NullMarked;
