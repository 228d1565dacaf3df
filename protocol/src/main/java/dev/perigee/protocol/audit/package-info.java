/// What was done that security depends on, so that nobody can change it unseen: each entry's hash covers all entries
/// before it, and checkpoints over the newest hash are signed. Start at `Head`, then `AuditVerification`.
@NullMarked
package dev.perigee.protocol.audit;

import org.jspecify.annotations.NullMarked;
