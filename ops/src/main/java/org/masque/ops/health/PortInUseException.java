package org.masque.ops.health;

import java.net.InetSocketAddress;

/** Another process listens on the port already. */
public final class PortInUseException extends RuntimeException {
    /** Says which port, and the way out. */
    public PortInUseException(InetSocketAddress address, Throwable cause) {
        this(address, "set http.port=0 for any free one, or another", cause);
    }

    /** Says which port, and another way out. */
    public PortInUseException(InetSocketAddress address, String remedy, Throwable cause) {
        super("port " + address.getPort() + " in use on " + address.getHostString() + "; " + remedy, cause);
    }
}
