// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/survey_p.h"

#include "component_p.h"
#include "discovery/resolver_p.h"
#include "gateway_p.h"
#include "meta/naming_p.h"
#include "reporting/shortname_p.h"
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

// Returns what an optional property points to, or would; nullptr: nothing. That may be a service, for its object.
const Component *optionalTarget(const Registry &registry, Component *component, const ComponentType::Property &property)
{
    const QObject *value = valueOf(component, property);
    if (property.isObject)
        return value ? registry.serviceOf(value) : registry.members().instancesOf(property.target).only;
    return value ? static_cast<const Component *>(value) : registry.find(property.target);
}

} // namespace

Drawing Survey::drawWhatSetupFinds(const DependencyGraph &previous)
{
    Registry scratch = m_registry.scratch();
    QList<Component *> chain;
    try {
        Slice unlimited;
        Resolver resolver(scratch, previous);
        resolver.advance(unlimited);
        if (const auto graph = resolver.takeGraph())
            return draw(*graph);
    } catch (const CircularDependencyError &error) {
        chain = error.chain();
    } catch (...) { // what is missing or ambiguous is drawn below
    }
    return drawWhatIsKnown(scratch, chain);
}

void Survey::addNodes(const std::vector<Component *> &components)
{
    std::vector<ShortName> names;
    for (const Component *component : components)
        names.push_back(ShortName::of(component));
    const QStringList texts = ShortName::toldApart(names);
    for (std::size_t i = 0; i < components.size(); ++i) {
        const Component *component = components[i];
        Drawing::Node node { texts.at(qsizetype(i)), -1, component->state(), component->errorString() };
        for (const QMetaObject *type : m_registry.patchedBy(component))
            node.replaces += unqualified(type);
        const ServicePrivate *service = ServicePrivate::of(component);
        if (service && service->isPatched && service->provided)
            node.replaces += unqualified(service->provided);
        node.isDeferred = component->startMode() != Component::StartMode::Automatic;
        m_numbers.insert(component, int(i));
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
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Component *component = components[i];
        m_drawing.nodes[qsizetype(i)].layer = graph.layer(nodes[i]);
        const auto add = [&](int dependency, const QString &property, Drawing::Need need, bool isOrdering) {
            const auto to = m_numbers.constFind(graph.component(dependency));
            if (to != m_numbers.constEnd())
                m_drawing.edges.append({ int(i), *to, property, need, false, isOrdering });
        };
        for (const auto &edge : graph.dependencies(nodes[i])) {
            const bool hasProperty = edge.property != DependencyGraph::noProperty;
            const QString property = hasProperty ? ComponentPrivate::propertyOf(component, int(edge.property))
                                                 : QString();
            add(edge.node, property, Drawing::Need::Required, true);
        }
        const auto &properties = ComponentPrivate::classOf(component).softProperties;
        for (const auto &edge : graph.softDependencies(nodes[i])) {
            if (edge.property == DependencyGraph::noProperty) // it is up without something that it requires since then
                add(edge.node, QString(), Drawing::Need::Required, edge.isOrdering);
            else
                add(edge.node, ComponentPrivate::propertyOf(component, properties[edge.property].key()),
                    edge.isList ? Drawing::Need::List : Drawing::Need::Optional, edge.isOrdering);
        }
    }
    return std::move(m_drawing);
}

Drawing Survey::drawWhatIsKnown(const Registry &registry, const QList<Component *> &chain)
{
    std::vector<Component *> components;
    for (Component *component : registry.members().all()) {
        if (component)
            components.push_back(component);
    }
    addNodes(components);
    for (int node = 0; node < int(components.size()); ++node)
        addEdges(registry, components, node);
    markCycle(components, chain);
    return std::move(m_drawing);
}

void Survey::addEdges(const Registry &registry, const std::vector<Component *> &components, int node)
{
    Component *component = components[std::size_t(node)];
    ComponentPrivate::classOf(component);
    const auto type = ComponentPrivate::get(component)
                              ->componentType; // held: a getter may change the component's class
    const auto add = [&](int to, const ComponentType::Property &property, Drawing::Need need) {
        m_drawing.edges.append({ node, to, ComponentPrivate::propertyOf(component, property.key()), need });
    };
    for (const auto &property : type->properties) {
        const auto *value = static_cast<const Component *>(valueOf(component, property));
        const Component *target = value ? value : registry.find(property.target);
        if (target && m_numbers.contains(target))
            add(m_numbers.value(target), property, Drawing::Need::Required);
        else if (!target)
            add(missingNode(property.target), property, Drawing::Need::Required);
    }
    for (const auto &property : type->softProperties) {
        const Component *only = property.isList ? nullptr : optionalTarget(registry, component, property);
        for (const Component *other : components) {
            const bool isIt = property.isList ? other->metaObject()->inherits(property.target) : other == only;
            if (isIt && other != component)
                add(m_numbers.value(other), property, property.isList ? Drawing::Need::List : Drawing::Need::Optional);
        }
    }
    for (const auto &needed : ComponentPrivate::get(component)->extras().needed) {
        if (needed && m_numbers.contains(needed))
            m_drawing.edges.append({ node, m_numbers.value(needed), QString() });
    }
}

int Survey::missingNode(const QMetaObject *type)
{
    const auto known = m_missing.constFind(type);
    if (known != m_missing.constEnd())
        return *known;
    Drawing::Node node { unqualified(type) };
    node.isMissing = true;
    m_drawing.nodes.append(node);
    return *m_missing.insert(type, int(m_drawing.nodes.size()) - 1);
}

// The chain leads from a root to the component that it meets again.
void Survey::markCycle(const std::vector<Component *> &components, const QList<Component *> &chain)
{
    const auto first = chain.isEmpty() ? chain.end() : std::find(chain.begin(), chain.end(), chain.last());
    for (auto at = first; at != chain.end() && at + 1 != chain.end(); ++at) {
        const int from = m_numbers.value(*at, -1);
        const int to = m_numbers.value(*(at + 1), -1);
        if (from < 0 || to < 0 || from >= int(components.size()))
            continue;
        m_drawing.nodes[from].isOnCycle = true;
        for (Drawing::Edge &edge : m_drawing.edges)
            edge.isOnCycle = edge.isOnCycle
                             || (edge.from == from && edge.to == to && edge.need == Drawing::Need::Required);
    }
}

} // namespace QConductor
