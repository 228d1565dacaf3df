package dev.perigee.testkit.simulation;

/// Where a simulation plays: on which disks, and the module and the test that play a seed of it again.
public record Stage(Disk.Maker disks, String module, String test) {}
