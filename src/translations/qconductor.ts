<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en">
<context>
    <name>QConductor</name>
    <message>
        <source>main failed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>main failed: canceled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>main failed: timed out after %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown exception</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inactive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>setting up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shutting down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the logging policy failed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a conductor needs an event loop: create a QCoreApplication first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 belongs to another conductor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t require %2, which belongs to another conductor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 was destroyed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 comes too late: its service is %2 already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is ambiguous: it could be %2. Set the property to one of their objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, which was added,</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, which %2 needs,</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its object was destroyed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its object lives in another thread than the conductor. Create it in the conductor&apos;s thread, where its properties are set and the functions of the service are called, or use a service without an object, whose functions pass the work on to that thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the function takes a %1, and the object is a %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the function takes another class than the object has, which is a %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a type that is written in QML can&apos;t be created. Declare one in the Conductor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t be patched: nothing can depend on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 is a null pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 doesn&apos;t fit: %2 doesn&apos;t derive from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 comes too late: it is being created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 comes too late: there is an instance of %2 already. Patch before what needs %1 is added or set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 can&apos;t be used: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is ambiguous: it could be %2. Set the property to one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is ambiguous: it could be %2, which derive from it. Set the property to one of them, or patch %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is missing: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is missing: it is being created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup failed: %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the conductor was destroyed or cleared while it created %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is missing: its factory returned %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t be used: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t be used: %2 belongs to another conductor, and is not active. Set that conductor up before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lives in another thread than its conductor. Create it in the conductor&apos;s thread, where its hooks are called; a hook gets its work into a thread by QtConcurrent::run()</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circular dependency: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>setup() of a conductor that is being destroyed or cleared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not set up: setup was canceled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (after %2 ms)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (waiting for %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and during roll-back: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup failed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not set up: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rolled back: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shutdown failed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (property %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>property %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>setup was rolled back because %1 failed: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start() of a component that can&apos;t be added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>setup was canceled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; still waiting for %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>destroyed while it was %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timed out after %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a hook that a former conductor called still runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>canceled: the future was empty or abandoned (return done() where there is nothing to wait for)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>canceled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the conductor was destroyed inside its hook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>destroyed while it was setting up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t be set: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason was given: reject the Promise with an Error that tells it, or throw one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1() can&apos;t be called any more, for its QML document or engine was destroyed: shut down the conductor before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the QML engine was destroyed before %1() had ended: shut down the conductor before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 is null: pass the object that replaces %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patch of %1 doesn&apos;t fit: %2 doesn&apos;t derive from a class of that name. Correct the name, or pass an object whose type derives from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1() was called from another thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validate() gave up after 10 attempts: each time, a component was destroyed while it was being resolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. The property %2 isn&apos;t set, and the component that was found by its type %3 is the one that declares it: set the property to the component that it needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given up after the shutdown limit of %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 points to %2 of another conductor, which is not active any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: its earlier hook still runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 names %2 as an optional dependency, but has no dependencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 names %2 as an optional dependency, but its dependencies are %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was set up without %2 (property %3, which is a list)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was set up without %2 (property %3, which is optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (failed: %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (because of %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out because not essential: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the future of onShutdownRequest() has no result: add true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused to be shut down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whenEmitted() can&apos;t wait for a function of %1 that is not a signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whenEmitted() has no sender: there is no %1 whose %2 it could wait for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was destroyed before it emitted %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its hook would wait for itself: it has returned a future of its own conductor that waits for the hook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the failure handler failed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was set up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was shut down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>component</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>* critical path  ! failed   bar: . waits  - may begin  # holds the loop  = works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shutdown: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, components: %2, layers: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All added up: waited %1, took %2, held the event loop %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more, none of which took longer than %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QCONDUCTOR_TRACE: the file %1 can't be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on a cycle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perhaps %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaces %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on demand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deferred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restarts: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refuses the shutdown: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComponentTable</name>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Component</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConductorGraph</name>
    <message>
        <source>Graph of components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>double frame: patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dashed frame: later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dashed line: optional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no components.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConductorInspector</name>
    <message>
        <source>State of the conductor: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shut down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConductorTimeline</name>
    <message>
        <source>Setup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times of the last setup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shutdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times of the last shutdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in all, decided by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times of the components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was set up yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was shut down yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>may begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds the event loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>★ critical path</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GraphNode</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageList</name>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has failed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimelineRow</name>
    <message>
        <source>%1: waited %2, took %3, held the event loop %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on the critical path, gain %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slack %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>★ %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
