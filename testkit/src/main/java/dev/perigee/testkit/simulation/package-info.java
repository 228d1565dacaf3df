/// Many satellites against the real brain and the real inbox and outbox, on one thread, from one seed, in virtual time
/// and with faults. Start at `Simulation`: it wires a `SimulatedControlPlane`, `SimulatedSatellite`s and a
/// `Strand` for each kind of people who ask for something over a `SimulatedNetwork`, and has the books check their
/// invariants after every step. What the control plane keeps is on a `Disk`: in memory, or the one of a store that is
/// to be tried.
@NullMarked
package dev.perigee.testkit.simulation;

import org.jspecify.annotations.NullMarked;
