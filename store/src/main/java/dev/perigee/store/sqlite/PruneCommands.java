package dev.perigee.store.sqlite;

import java.sql.SQLException;
import java.util.List;

/// Deletes ended commands, with their results and keys, by their number in the order of submission.
final class PruneCommands extends SqliteWrite<Integer> {
    private final List<Long> seqs;

    PruneCommands(List<Long> seqs) {
        super(false);
        this.seqs = seqs;
    }

    @Override
    Integer run(Session session) throws SQLException {
        int pruned = 0;
        for (Long seq : seqs) {
            session.update(CommandSql.PRUNE_RESULT, seq);
            session.update(CommandSql.PRUNE_KEY, seq);
            pruned += session.update(CommandSql.PRUNE, seq);
        }
        return pruned;
    }
}
