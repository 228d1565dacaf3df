package dev.perigee.store.config;

import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.SQLException;

/// Changes a rollout that nobody else has changed; with its end as completed, its revision is its layer's newest.
record AdvanceRollout(Rollout before, RolloutStatus next) implements Transactions.Work<Boolean> {
    private static final String IN_FORCE = "UPDATE config_revision SET in_force = 1 WHERE revision = ?";

    @Override
    public Boolean run(Statements statements) throws SQLException {
        Counter.lock(statements);
        if (!RolloutRow.update(statements, before, next)) {
            return false;
        }
        long _ = Counter.next(statements);
        if (next.state() == RolloutState.COMPLETED) {
            statements.update(IN_FORCE, before.revision());
            Counter.point(statements, before.layer().text(), before.revision());
        }
        return true;
    }
}
