/// Webhooks and what is on its way to them as rows, in either database.
@NullMarked
package dev.perigee.store.webhook;

import org.jspecify.annotations.NullMarked;
