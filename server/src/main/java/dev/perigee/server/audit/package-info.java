/// The audit log of a control plane without that control plane. Start at `KeptAudit`.
@NullMarked
package dev.perigee.server.audit;

import org.jspecify.annotations.NullMarked;
