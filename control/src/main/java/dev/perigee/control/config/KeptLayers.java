package dev.perigee.control.config;

import java.util.List;

/// All that decides what satellites are to have, as of one moment: the newest revision of each layer and those that
/// are being rolled out. `number` counts the changes of it, and the revisions.
public record KeptLayers(long number, List<LayerRevision> newest, List<StagedRevision> staged) {}
