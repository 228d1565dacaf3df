package dev.perigee.control.command;

/// What the lifecycle makes of an event.
public sealed interface Decision {
    /// The command goes to `after`, provided that nothing else has changed it.
    record Move(Command before, CommandStatus after) implements Decision {
        public Command moved() {
            return before.with(after);
        }

        /// Whether the move must be on disk before anybody is told. A lease or an acknowledgement that is lost is made
        /// again by the next delivery; an end and a wish to cancel are not.
        public boolean mustBeDurable() {
            return after.state().isTerminal()
                    || (after.cancelling() && !before.status().cancelling());
        }
    }

    /// The event changes nothing.
    record Stay(Command command) implements Decision {}
}
