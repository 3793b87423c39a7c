// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "inspectortest.h"
#include "testaccess_p.h"
#include "twelve.h"

#include <QtCore/qdir.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qimage.h>
#include <QtGui/qpalette.h>

#include <algorithm>
#include <memory>
#include <utility>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x35, 0x38), QColor(0x2a, 0x2a, 0x2c));
    palette.setColor(QPalette::Base, QColor(0x1e, 0x1e, 0x20));
    palette.setColor(QPalette::Mid, QColor(0x5c, 0x5c, 0x60));
    palette.setColor(QPalette::Highlight, QColor(0x4a, 0x9e, 0xff));
    for (auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(role, QColor(0xf0, 0xf0, 0xf0));
    return palette;
}

// Lets hooks take virtual time, so that the pictures are the same each time.
class Play
{
    Q_DISABLE_COPY_MOVE(Play)

public:
    explicit Play(Conductor &conductor) : m_conductor(conductor) { TestAccess::setVirtualTime(&conductor, &m_time); }
    ~Play() { TestAccess::setVirtualTime(&m_conductor, nullptr); }

    // A hook that holds the event loop, and goes on for some time after it has returned.
    Probe::Hook taking(int holding, int working)
    {
        return [=] {
            m_time += holding;
            if (working == 0)
                return Component::done();
            auto promise = std::make_shared<QPromise<void>>();
            promise->start();
            m_hooks += { m_time + working, promise };
            return promise->future();
        };
    }
    void settle()
    {
        do {
            QCoreApplication::processEvents();
        } while (!TestAccess::isWaiting(&m_conductor));
    }
    void pass(qint64 milliseconds)
    {
        settle();
        m_time += milliseconds;
        for (const auto &[until, promise] : std::exchange(m_hooks, {})) {
            if (until <= m_time)
                promise->finish();
            else
                m_hooks += { until, promise };
        }
        TestAccess::timePassed(&m_conductor);
        settle();
    }
    void passUntilActive(const Component *component)
    {
        settle();
        for (int i = 0; i < 1000 && !component->isActive(); ++i)
            pass(1);
        QVERIFY(component->isActive());
    }

private:
    Conductor &m_conductor;
    qint64 m_time = 0;
    QList<std::pair<qint64, std::shared_ptr<QPromise<void>>>> m_hooks; // when each is to end
};

// Returns the picture in at most 256 colours, so that its file is small. Of colours that are nearly alike, the one is kept that
// most pixels have.
QImage withFewColours(const QImage &picture)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x)
            ++counts[picture.pixel(x, y)];
    }
    QList<QRgb> colours = counts.keys();
    std::sort(colours.begin(), colours.end(), [&](QRgb one, QRgb other) {
        return std::make_pair(counts.value(one), one) > std::make_pair(counts.value(other), other);
    });
    QList<QRgb> kept;
    QHash<QRgb, bool> alike;
    for (QRgb colour : std::as_const(colours)) {
        const bool isFirst = !std::exchange(alike[colour & 0xfff0f0f0], true);
        if (isFirst && kept.size() < 256)
            kept += colour;
    }
    return picture.convertToFormat(QImage::Format_Indexed8, kept, Qt::ThresholdDither);
}

} // namespace

// Takes the pictures of the documentation: of the inspector of twelve components, in a light and in a dark theme, and of their
// graph in the language of dot. They are written to the folder that QCONDUCTOR_PICTURES names, if it is set.
class tst_InspectorPictures : public InspectorTest
{
    Q_OBJECT

    static QString pathOf(const QString &name)
    {
        const QString folder = qEnvironmentVariable("QCONDUCTOR_PICTURES");
        return folder.isEmpty() ? QString() : QDir(folder).filePath(name);
    }
    void takePicture(const QString &name)
    {
        QTest::mouseMove(window, QPoint(2, 2));
        const QImage picture = window->grabWindow();
        QVERIFY(!picture.isNull());
        if (const QString path = pathOf(name); !path.isEmpty())
            QVERIFY(withFewColours(picture).save(path, "PNG", 0)); // the smallest file
    }
    static void takeGraph(const Conductor &conductor)
    {
        QFile file(pathOf(u"graph.dot"_s));
        if (!file.fileName().isEmpty())
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(conductor.toDot().toUtf8()) > 0);
    }

    double timeOf(const QString &component) const
    {
        const QQuickItem *row = item("name", component, typed(u"ConductorTimeline_QMLTYPE"_s));
        return row ? row->property("took").toDouble() : -1;
    }

    QPalette m_light;

private Q_SLOTS:
    void init()
    {
        m_light = QGuiApplication::palette();
        QLocale::setDefault(QLocale::c());
    }
    void cleanup()
    {
        QGuiApplication::setPalette(m_light);
        QVERIFY(!window);
    }

    void pictures_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void pictures() // R52
    {
        QFETCH(bool, isDark);
        if (isDark)
            QGuiApplication::setPalette(darkPalette());
        const QString theme = QString::fromLatin1(QTest::currentDataTag());
        Twelve::Application application;
        Play play(application.conductor);
        application.database->setupHook = play.taking(15, 60);
        application.cache->setupHook = play.taking(20, 0);
        application.queue->setupHook = play.taking(0, 40);
        application.catalogue->setupHook = play.taking(5, 50);
        application.webApi->setupHook = play.taking(2, 30);
        application.window->setupHook = play.taking(12, 0);
        application.mailer->setupHook = failing(u"the server refuses the connection: 535 authentication failed"_s);
        open(application.conductor);
        application.conductor.setup();
        play.passUntilActive(application.cache);
        play.pass(20);
        QTRY_COMPARE(typed(u"ConductorTimeline_QMLTYPE"_s)->property("count").toInt(), 10);
        QTRY_COMPARE(timeOf(u"Catalogue"_s), 25.0);
        takePicture(u"inspector-%1-setup.png"_s.arg(theme));
        play.passUntilActive(application.window);
        QTRY_COMPARE(application.conductor.state(), Conductor::State::Active);
        QTRY_VERIFY(application.search->isActive());
        QTRY_COMPARE(timeOf(u"MainWindow"_s), 12.0);
        click(node(u"WebApi"_s));
        QTRY_COMPARE(node(u"SearchIndex"_s)->property("componentState").toInt(), int(Component::State::Active));
        takePicture(u"inspector-%1.png"_s.arg(theme));
        click(item("text", u"Components"_s));
        takePicture(u"inspector-%1-components.png"_s.arg(theme));
        takeGraph(application.conductor);
        QVERIFY(finishes(application.conductor.shutdown()));
    }
};

QTEST_MAIN(tst_InspectorPictures)
#include "tst_inspectorpictures.moc"
