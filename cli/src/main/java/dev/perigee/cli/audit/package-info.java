/// The subcommands about what was done that security depends on. Start at `AuditVerifyCommand`.
@NullMarked
package dev.perigee.cli.audit;

import org.jspecify.annotations.NullMarked;
