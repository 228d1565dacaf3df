/// What the satellite remembers of its commands over a crash: `Ledger` is the state, `Journal` its durable form.
@NullMarked
package dev.perigee.satellite.ledger;

import org.jspecify.annotations.NullMarked;
