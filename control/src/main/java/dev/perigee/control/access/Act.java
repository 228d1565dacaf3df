package dev.perigee.control.access;

import dev.perigee.protocol.access.Role;

/// What can be asked for, and the least role for it.
public enum Act {
    LOOK(Role.VIEWER, "look at this"),
    COMMAND(Role.OPERATOR, "have satellites do something"),
    CONFIGURE(Role.OPERATOR, "change configurations"),
    ROTATE_KEY(Role.OPERATOR, "have satellites take other keys"),
    ENROLL(Role.ADMIN, "let satellites in"),
    SEND_EVENTS(Role.ADMIN, "have events sent elsewhere"),
    ADMINISTER(Role.ADMIN, "administer the control plane");

    private final Role least;
    private final String words;

    Act(Role least, String words) {
        this.least = least;
        this.words = words;
    }

    Role least() {
        return least;
    }

    String words() {
        return words;
    }
}
