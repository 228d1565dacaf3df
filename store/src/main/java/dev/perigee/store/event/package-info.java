/// Events as rows, in either database. Start at `SqlEventStore`.
@NullMarked
package dev.perigee.store.event;

import org.jspecify.annotations.NullMarked;
