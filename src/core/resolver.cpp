// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "resolver_p.h"

#include "component_p.h"
#include "naming_p.h"

#include <QtCore/qmetaobject.h>

namespace QConductor {

Resolver::Resolver(Registry &registry, const DependencyGraph &previous, Previous whether)
    : m_registry(registry), m_previous(previous), m_version(registry.version()), m_previousHolds(whether == Previous::MayHold)
{
    registry.checkPatches();
    begin();
}

void Resolver::begin()
{
    m_registry.beginDiscovery();
    m_removals = m_registry.removals();
    m_graph = {};
    m_nodes.clear();
    m_frames.clear();
    m_edges.clear();
    m_nextMember = m_nextRoot = m_nextRest = 0;
    m_keepsWhatIsUp = false;
}

bool Resolver::advance(const Slice &slice)
{
    m_previousHolds = m_previousHolds && !hasChanged();
    while (m_previousHolds && m_nextNode < m_previous.size()) {
        compareSome();
        if (m_isStopped || slice.isOver())
            return false;
    }
    for (int steps = 1; !m_previousHolds && step(); ++steps) {
        const bool isToLook = steps % stepsBetweenLooks == 0;
        if (m_isStopped || (isVoid() && m_registry.isScratch()) || (isToLook && slice.isOver()))
            return false;
    }
    m_registry.checkPatches(); // a constructor may have patched, too late
    return true;
}

std::optional<DependencyGraph> Resolver::takeGraph()
{
    return m_previousHolds ? std::nullopt : std::optional(std::move(m_graph));
}

void Resolver::compareSome()
{
    const int end = std::min(m_nextNode + stepsBetweenLooks, m_previous.size());
    while (m_previousHolds && m_nextNode < end)
        m_previousHolds = holds(m_nextNode++);
}

bool Resolver::hasMoreToVisit() const
{
    return m_nextMember < m_registry.members().size() || m_nextRoot < m_registry.rootCount();
}

// Not where a member has no node, for somebody may set its properties too; nor where a node will not be found again.
bool Resolver::isRepeatable(const DependencyGraph &graph) const
{
    return !m_keepsWhatIsUp && graph.size() == m_registry.members().size() - m_registry.members().count(nullptr);
}

// One component entered, one dependency found, or one component left. Returns whether there is more to do.
bool Resolver::step()
{
    const bool isOutgrown = m_graph.isFinishing() && hasMoreToVisit();
    if (isVoid() || isOutgrown)
        begin();
    if (m_nextMember < m_registry.members().size()) {
        insertWired();
        return true;
    }
    if (!m_frames.empty()) {
        Frame &frame = m_frames.back();
        if (frame.next == frame.type->properties.size()) {
            leave();
            return true;
        }
        Component *found = findDependency(frame);
        if (isVoid())
            return true; // a getter or a constructor may do anything
        if (!found)
            connectTo(m_graph.add(nullptr, {}));
        else if (m_nextMember == m_registry.members().size()) // else first see what is wired to it, which is new
            visit(found);
        return true;
    }
    if (m_nextRoot < m_registry.rootCount()) {
        Component *root = m_registry.root(m_nextRoot++);
        if (root && !isVoid())
            visit(root);
        return true;
    }
    if (m_nextRest < m_registry.members().size()) {
        visitRest();
        return true;
    }
    return !m_graph.finish(64);
}

// Would the node's dependencies be found again as they were?
inline bool Resolver::holds(int node) const
{
    Component *component = m_previous.component(node);
    if (!component)
        return false;
    const ComponentType &type = ComponentType::of(component);
    const auto edges = m_previous.dependencies(node); // one for each of the type's, which may be another one now
    if (edges.size() != int(type.properties.size()))
        return false;
    const auto *edge = edges.begin();
    for (const auto &property : type.properties) {
        const Component *value = ComponentType::read(component, property);
        if (hasChanged()) // a getter may do anything
            return false;
        if (value != m_previous.component(edge->node) && (value || !edge->isInjected))
            return false;
        ++edge;
    }
    return true;
}

// What has begun and is needed no longer, for properties were set meanwhile: it still is to be shut down.
void Resolver::visitRest()
{
    Component *member = m_registry.members().at(m_nextRest++);
    if (member && ComponentPrivate::get(member)->hasBegun && nodeOf(member) < Entered) {
        m_keepsWhatIsUp = true;
        visit(member);
    }
}

// Components that members are wired to become members before anything is looked for by type, so that the answer
// doesn't depend on the order.
void Resolver::insertWired()
{
    const int index = m_nextMember++;
    Component *member = m_registry.members().at(index);
    if (!member)
        return;
    bool isWired = false;
    for (const auto &property : ComponentType::of(member).properties) {
        Component *target = read(member, property);
        if (isVoid())
            return; // a getter may do anything
        if (target)
            insert(target, member, property.index);
        isWired = isWired || target;
    }
    if (int &node = nodeAt(index); !isWired && node == Unknown)
        node = Unwired;
}

void Resolver::insert(Component *target, const Component *holder, int property)
{
    try {
        m_registry.insert(target);
    } catch (const Error &error) {
        const QMetaObject *type = holder->metaObject();
        throw Error(QStringLiteral("%1.%2 can't be used: %3")
                .arg(nameOf(type), QString::fromUtf8(type->property(property).name()), error.message()));
    }
}

// Enters a component that is new; what led to one that is known gets its edge.
void Resolver::visit(Component *component)
{
    int &node = nodeOf(component);
    if (node < Entered) {
        m_registry.meet(component);
        const bool isUnwired = std::exchange(node, Entered) == Unwired;
        m_frames.push_back({ component, &ComponentType::lastOf(component), 0, false, isUnwired, m_edges.size() });
    } else if (node == Entered) {
        throwCycle(component);
    } else {
        connectTo(node);
    }
}

void Resolver::leave()
{
    const Frame &frame = m_frames.back();
    const int node = m_graph.add(frame.component, m_edges, frame.firstEdge);
    nodeOf(frame.component) = node;
    m_edges.resize(frame.firstEdge);
    m_frames.pop_back();
    connectTo(node);
}

void Resolver::connectTo(int node)
{
    if (m_frames.empty())
        return;
    Frame &frame = m_frames.back();
    m_edges.push_back({ node, unsigned(frame.property().index), frame.isInjected });
    ++frame.next;
}

// What the frame's next dependency points to, unless the conductor put it there in an earlier run that is over; then,
// and where it points to nothing, what there is of its type. A component that is up and has lost one asks for no other.
Component *Resolver::findDependency(Frame &frame)
{
    const ComponentType::Property &property = frame.property();
    Component *value = valueOf(frame);
    if (isVoid())
        return nullptr;
    const ComponentPrivate *d = ComponentPrivate::get(frame.component);
    const bool isKnown = d->node >= 0 && d->node < m_previous.size() && m_previous.component(d->node) == frame.component;
    const auto *before = isKnown ? m_previous.dependencies(d->node).begin() + frame.next : nullptr;
    frame.isInjected = !value || (before && before->isInjected && m_previous.component(before->node) == value);
    m_keepsWhatIsUp = m_keepsWhatIsUp || (frame.isInjected && d->holdsDependencies);
    if (!frame.isInjected || (value && d->holdsDependencies)) {
        insert(value, frame.component, property.index);
        return value;
    }
    if (d->hasBegun)
        return nullptr;
    return m_registry.resolve(property.target, { frame.component, property.index });
}

// What pointed nowhere when setup began is not asked again, as long as nobody has come or gone since: a constructor may
// have wired it.
Component *Resolver::valueOf(const Frame &frame) const
{
    if (frame.isUnwired && m_registry.version() == m_version)
        return nullptr;
    return read(frame.component, frame.property());
}

// What is being destroyed is no dependency: a setter that is told so may begin a setup before the next one is told (R5).
Component *Resolver::read(Component *component, const ComponentType::Property &property)
{
    Component *value = ComponentType::read(component, property);
    return value && ComponentPrivate::get(value)->isBeingDestroyed ? nullptr : value;
}

int &Resolver::nodeOf(const Component *component)
{
    return nodeAt(m_registry.indexOf(component));
}

int &Resolver::nodeAt(int member)
{
    if (std::size_t(member) >= m_nodes.size())
        m_nodes.resize(std::size_t(m_registry.members().size()), Unknown);
    return m_nodes[std::size_t(member)];
}

void Resolver::throwCycle(Component *repeated) const
{
    QList<Component *> chain;
    QString message = QStringLiteral("Circular dependency: ");
    for (const Frame &frame : m_frames) {
        chain.append(frame.component);
        message += QString::fromUtf8(qualifiedName(frame.component->metaObject()) + '.'
                                     + frame.type->dependencies.at(frame.next).name + " -> ");
    }
    chain.append(repeated);
    throw CircularDependencyError(message + nameOf(repeated->metaObject()), chain);
}

} // namespace QConductor
