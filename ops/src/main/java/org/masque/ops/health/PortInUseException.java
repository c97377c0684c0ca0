package org.masque.ops.health;

import java.net.InetSocketAddress;

/** Another process listens on the port of the health endpoints already. */
public final class PortInUseException extends RuntimeException {
    /** Says which port, and the way out. */
    public PortInUseException(InetSocketAddress address, Throwable cause) {
        super(
                "port " + address.getPort() + " in use on " + address.getHostString()
                        + "; set http.port=0 for any free one, or another",
                cause);
    }
}
