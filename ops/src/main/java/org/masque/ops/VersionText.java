package org.masque.ops;

import picocli.CommandLine.IVersionProvider;

/** What {@code masque --version} prints: this build and the Java it runs on. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            BuildInfo.load().toString(), "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
        };
    }
}
