package dev.perigee.store.commit;

import java.util.List;

/// Does a batch of what was asked of one database, at once.
public interface BatchExecutor<P extends Pending<?>> {
    /// Does everything in `batch`, in its order as far as one shows in the other, and notes in each what came of
    /// it. One that fails is undone alone. What this throws comes of all of them. Called by so many leaders at
    /// once as the lane has.
    void execute(List<P> batch);
}
