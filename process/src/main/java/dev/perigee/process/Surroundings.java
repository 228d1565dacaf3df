package dev.perigee.process;

import java.util.function.LongSupplier;

/// What all trees of one [ProcessTrees] share. `clock` reads nanoseconds.
record Surroundings(TreeSettings settings, LongSupplier clock, Children children, Cgroups cgroups) {}
