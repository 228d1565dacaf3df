/// What was done that security depends on, kept in a chain of hashes. Start at `Audit`, then `AuditLog`.
@NullMarked
package dev.perigee.control.audit;

import org.jspecify.annotations.NullMarked;
