// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/survey_p.h"

#include "component_p.h"
#include "discovery/resolver_p.h"
#include "gateway_p.h"
#include "meta/naming_p.h"
#include "service_p.h"

#include <QtCore/qmetaobject.h>

#include <algorithm>

namespace QConductor {

namespace {

// An exception of a getter is told by the setup. Here it means that nothing is known of the property.
QObject *valueOf(Component *component, const ComponentType::Property &property)
{
    try {
        return Gateway::readAny(component, property);
    } catch (...) {
        return nullptr;
    }
}

QString unqualified(const QMetaObject *type)
{
    return QString::fromUtf8(unqualifiedName(type));
}

// Returns what an optional property with that value points to, or would; nullptr: nothing. That may be a service, for its object.
const Component *optionalTarget(const Registry &registry, const QObject *value, const ComponentType::Property &property)
{
    if (property.isObject)
        return value ? registry.serviceOf(value) : registry.members().instancesOf(property.target).only;
    return value ? static_cast<const Component *>(value) : registry.find(property.target);
}

// Holds the class of a component, which a getter may change.
std::shared_ptr<const ComponentType> typeHeld(Component *component)
{
    ComponentPrivate::classOf(component);
    return ComponentPrivate::get(component)->componentType;
}

} // namespace

Drawing Survey::drawWhatSetupFinds(const DependencyGraph &previous)
{
    constexpr int tries = 3; // a getter may destroy a component, and the copy of the registry doesn't learn of that
    for (int i = 0; i < tries; ++i) {
        const int removals = m_registry.removals();
        Registry scratch = m_registry.scratch();
        QList<Component *> chain;
        try {
            Slice unlimited;
            Resolver resolver(scratch, previous);
            resolver.advance(unlimited);
            const auto graph = resolver.takeGraph();
            if (graph && m_registry.removals() == removals)
                return draw(*graph);
        } catch (const CircularDependencyError &error) {
            chain = error.chain();
        } catch (...) { // what is missing or ambiguous is drawn below
        }
        if (m_registry.removals() == removals)
            return drawWhatIsKnown(scratch, chain);
    }
    return drawWhatIsKnown(m_registry, {});
}

void Survey::addNodes(const std::vector<Component *> &components)
{
    for (Component *component : components) {
        Drawing::Node node { ComponentPrivate::nameOf(component), -1, component->state(), component->errorString() };
        for (const QMetaObject *type : m_registry.patchedBy(component))
            node.replaces += unqualified(type);
        const ServicePrivate *service = ServicePrivate::of(component);
        if (service && service->isPatched && service->provided)
            node.replaces += unqualified(service->provided);
        node.isDeferred = component->startMode() != Component::StartMode::Automatic;
        node.component = component;
        m_numbers.insert(component, int(m_drawing.nodes.size()));
        m_drawing.nodes.append(node);
    }
}

Drawing Survey::draw(const DependencyGraph &graph)
{
    std::vector<Component *> components;
    std::vector<int> nodes;
    for (int node = 0; node < graph.size(); ++node) {
        if (Component *component = graph.component(node)) {
            components.push_back(component);
            nodes.push_back(node);
        }
    }
    addNodes(components);
    for (int node : nodes) {
        m_drawing.nodes[m_numbers.value(graph.component(node))].layer = graph.layer(node);
        addEdges(graph, node);
    }
    return std::move(m_drawing);
}

void Survey::addEdges(const DependencyGraph &graph, int node)
{
    const Component *component = graph.component(node);
    const auto add = [&](int dependency, const QString &property, Drawing::Need need, bool isOrdering) {
        const auto to = m_numbers.constFind(graph.component(dependency));
        if (to == m_numbers.constEnd())
            return;
        Drawing::Edge edge { m_numbers.value(component), *to, property, need };
        edge.isOrdering = isOrdering;
        m_drawing.edges.append(edge);
    };
    for (const auto &edge : graph.dependencies(node)) {
        const bool hasProperty = edge.property != DependencyGraph::noProperty;
        const QString property = hasProperty ? ComponentPrivate::propertyOf(component, int(edge.property)) : QString();
        add(edge.node, property, Drawing::Need::Required, true);
    }
    const auto &properties = ComponentPrivate::classOf(component).softProperties;
    for (const auto &edge : graph.softDependencies(node)) {
        if (edge.property == DependencyGraph::noProperty) // it requires this without a property, but came up without it
            add(edge.node, QString(), Drawing::Need::Required, edge.isOrdering);
        else
            add(edge.node, ComponentPrivate::propertyOf(component, properties[edge.property].key()),
                edge.isList ? Drawing::Need::List : Drawing::Need::Optional, edge.isOrdering);
    }
}

Drawing Survey::drawWhatIsKnown(const Registry &registry, const QList<Component *> &chain)
{
    std::vector<Component *> components;
    for (Component *component : registry.members().all()) {
        if (component)
            components.push_back(component);
    }
    addNodes(components);
    const int removals = registry.removals();
    for (int node = 0; node < int(components.size()) && registry.removals() == removals; ++node) {
        addRequired(registry, components[std::size_t(node)], node);
        if (registry.removals() == removals)
            addSoft(registry, components, node);
    }
    markCycle(chain);
    return std::move(m_drawing);
}

void Survey::addRequired(const Registry &registry, Component *component, int node)
{
    const int removals = registry.removals();
    const auto type = typeHeld(component);
    for (const auto &property : type->properties) {
        const QString name = ComponentPrivate::propertyOf(component, property.key());
        const auto *value = static_cast<const Component *>(valueOf(component, property));
        if (registry.removals() != removals)
            return;
        const Component *target = value ? value : registry.find(property.target);
        if (!value && addCandidates(registry, { node, -1, name, Drawing::Need::Required }, property.target))
            continue;
        if (!target)
            m_drawing.edges.append({ node, nodeOfClass(property.target, !registry.mayCreate(property.target)), name });
        else if (m_numbers.contains(target))
            m_drawing.edges.append({ node, m_numbers.value(target), name });
    }
    for (const auto &needed : ComponentPrivate::get(component)->extras().needed) {
        if (needed && m_numbers.contains(needed))
            m_drawing.edges.append({ node, m_numbers.value(needed), QString() });
    }
}

void Survey::addSoft(const Registry &registry, const std::vector<Component *> &components, int node)
{
    const int removals = registry.removals();
    Component *component = components[std::size_t(node)];
    const auto type = typeHeld(component);
    for (const auto &property : type->softProperties) {
        const QString name = ComponentPrivate::propertyOf(component, property.key());
        const QObject *value = property.isList ? nullptr : valueOf(component, property);
        if (registry.removals() != removals)
            return;
        if (!property.isList) {
            const Drawing::Edge edge { node, -1, name, Drawing::Need::Optional };
            if (!value && !property.isObject && addCandidates(registry, edge, property.target))
                continue;
            const Component *target = optionalTarget(registry, value, property);
            if (target && target != component && m_numbers.contains(target))
                m_drawing.edges.append({ node, m_numbers.value(target), name, Drawing::Need::Optional });
            continue;
        }
        for (const Component *other : components) {
            if (other != component && other->metaObject()->inherits(property.target))
                m_drawing.edges.append({ node, m_numbers.value(other), name, Drawing::Need::List });
        }
    }
}

// Draws a line to each of the components among which a setup can't choose. Returns whether there are any.
bool Survey::addCandidates(const Registry &registry, Drawing::Edge edge, const QMetaObject *type)
{
    edge.isAmbiguous = true;
    bool hasAdded = false;
    const QList<Component *> candidates = registry.candidates(type);
    for (const Component *component : candidates) {
        edge.to = m_numbers.value(component, -1);
        if (edge.to < 0 || edge.to == edge.from)
            continue;
        m_drawing.edges.append(edge);
        hasAdded = true;
    }
    return hasAdded;
}

int Survey::nodeOfClass(const QMetaObject *type, bool isMissing)
{
    const auto known = m_classes.constFind(type);
    if (known != m_classes.constEnd())
        return *known;
    Drawing::Node node { unqualified(type) };
    node.isMissing = isMissing;
    m_drawing.nodes.append(node);
    return *m_classes.insert(type, int(m_drawing.nodes.size()) - 1);
}

// The chain leads from a root to the component that it meets again.
void Survey::markCycle(const QList<Component *> &chain)
{
    QHash<int, int> next; // by the number of each component on the cycle
    const auto first = chain.isEmpty() ? chain.end() : std::find(chain.begin(), chain.end(), chain.last());
    for (auto at = first; at != chain.end() && at + 1 != chain.end(); ++at) {
        if (m_numbers.contains(*at) && m_numbers.contains(*(at + 1)))
            next.insert(m_numbers.value(*at), m_numbers.value(*(at + 1)));
    }
    for (auto at = next.cbegin(); at != next.cend(); ++at)
        m_drawing.nodes[at.key()].isOnCycle = true;
    for (Drawing::Edge &edge : m_drawing.edges)
        edge.isOnCycle = edge.need == Drawing::Need::Required && next.value(edge.from, -1) == edge.to;
}

} // namespace QConductor
