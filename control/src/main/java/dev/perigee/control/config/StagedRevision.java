package dev.perigee.control.config;

import dev.perigee.control.rollout.Rollout;

/// A revision that only those satellites are to have that its rollout is released to.
public record StagedRevision(Rollout rollout, LayerRevision revision) {}
