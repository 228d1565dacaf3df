/// Many satellites against the real brain and the real inbox and outbox, on one thread, from one seed, in virtual time
/// and with faults. Start at `Simulation`: it wires a `SimulatedControlPlane`, `SimulatedSatellite`s and
/// `SimulatedCallers` over a `SimulatedNetwork`, and has the books check their invariants after every step.
@NullMarked
package dev.perigee.testkit.simulation;

import org.jspecify.annotations.NullMarked;
