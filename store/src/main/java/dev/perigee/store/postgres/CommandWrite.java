package dev.perigee.store.postgres;

import dev.perigee.store.commit.Pending;

/// What is written to the commands through a lane.
abstract sealed class CommandWrite<R> extends Pending<R> permits InsertCommand, ApplyMoves {}
