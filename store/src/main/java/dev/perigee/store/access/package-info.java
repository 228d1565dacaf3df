/// Operators' API keys as rows, in either database.
@NullMarked
package dev.perigee.store.access;

import org.jspecify.annotations.NullMarked;
