// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_INSPECTORTEST_H
#define QCONDUCTOR_TESTS_INSPECTORTEST_H

#include <QConductor/Conductor>
#include <QConductor/Inspector>

#include <QtCore/qpointer.h>
#include <QtQuick/qquickitem.h>
#include <QtQuick/qquickwindow.h>
#include <QtTest/qtest.h>

// Drives an inspector as a person does.
class InspectorTest : public QObject
{
    Q_OBJECT

protected:
    QQuickItem *item(const char *property, const QString &value, QQuickItem *below = nullptr) const
    {
        if (!below)
            below = window->contentItem();
        if (below->property(property).toString() == value && below->isVisible())
            return below;
        for (QQuickItem *child : below->childItems()) {
            if (QQuickItem *found = item(property, value, child))
                return found;
        }
        return nullptr;
    }
    QQuickItem *typed(const QString &type, QQuickItem *below = nullptr) const
    {
        if (!below)
            below = window->contentItem();
        if (QString::fromLatin1(below->metaObject()->className()).startsWith(type))
            return below;
        for (QQuickItem *child : below->childItems()) {
            if (QQuickItem *found = typed(type, child))
                return found;
        }
        return nullptr;
    }
    QQuickItem *node(const QString &name) const
    {
        return item("name", name, typed(QStringLiteral("ConductorGraph_QMLTYPE")));
    }
    void click(QQuickItem *target)
    {
        QVERIFY(target);
        const QPointF center = target->mapToScene({ target->width() / 2, target->height() / 2 });
        QTest::mouseClick(window, Qt::LeftButton, {}, center.toPoint());
    }
    QQuickItem *page() const { return typed(QStringLiteral("InspectorPage_QMLTYPE")); }
    QConductor::Component *selected() const { return page()->property("selected").value<QConductor::Component *>(); }
    void open(QConductor::Conductor &conductor)
    {
        window = QConductor::showInspector(conductor);
        QVERIFY(window);
        QVERIFY(QTest::qWaitForWindowExposed(window));
        window->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window));
    }

    QPointer<QQuickWindow> window;
};

#endif
